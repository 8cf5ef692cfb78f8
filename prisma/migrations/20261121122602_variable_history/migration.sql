-- AlterTable
ALTER TABLE "project" ADD COLUMN     "variables_version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "service" ADD COLUMN     "pending_variables" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "variables_version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "variable" ADD COLUMN     "note" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "project_id" TEXT,
ALTER COLUMN "service_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "deployment" ADD COLUMN     "shared_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "variables_version" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "variable_revision" (
    "id" TEXT NOT NULL,
    "service_id" TEXT,
    "project_id" TEXT,
    "version" INTEGER NOT NULL,
    "actor_id" TEXT,
    "undoes" INTEGER,
    "added" TEXT[],
    "changed" TEXT[],
    "removed" TEXT[],
    "changes_cipher" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "variable_revision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "variable_revision_service_id_version_key" ON "variable_revision"("service_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "variable_revision_project_id_version_key" ON "variable_revision"("project_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "variable_project_id_key_key" ON "variable"("project_id", "key");

-- AddForeignKey
ALTER TABLE "variable" ADD CONSTRAINT "variable_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variable_revision" ADD CONSTRAINT "variable_revision_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variable_revision" ADD CONSTRAINT "variable_revision_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variable_revision" ADD CONSTRAINT "variable_revision_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A list of variables belongs to a service or to a project, never to both.
ALTER TABLE "variable" ADD CONSTRAINT "variable_one_owner" CHECK (num_nonnulls("service_id", "project_id") = 1);
ALTER TABLE "variable_revision" ADD CONSTRAINT "variable_revision_one_owner" CHECK (num_nonnulls("service_id", "project_id") = 1);
