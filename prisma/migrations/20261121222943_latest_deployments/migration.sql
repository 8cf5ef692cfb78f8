-- AlterTable
ALTER TABLE "service" ADD COLUMN     "last_deployed_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "last_failed" BOOLEAN NOT NULL DEFAULT false;

-- By the index of each service's numbers: as many steps as there are services, however long their histories.
UPDATE "service" s
SET "last_deployed_at" = coalesce(d."created_at", t."created_at"),
    "last_failed" = coalesce(d."state" = 'failed', false)
FROM "service" t LEFT JOIN LATERAL (
    SELECT "created_at", "state" FROM "deployment"
    WHERE "service_id" = t."id" ORDER BY "number" DESC LIMIT 1
) d ON true
WHERE t."id" = s."id";

-- CreateIndex
CREATE INDEX "project_name_key_id_idx" ON "project"("name_key", "id");

-- CreateIndex
CREATE INDEX "service_last_deployed_at_id_idx" ON "service"("last_deployed_at" DESC, "id");

-- CreateIndex
CREATE INDEX "service_last_failed_last_deployed_at_id_idx" ON "service"("last_failed", "last_deployed_at" DESC, "id");
