-- CreateTable
CREATE TABLE "domain_path" (
    "id" TEXT NOT NULL,
    "domain_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "strip" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "domain_path_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "domain_path_service_id_idx" ON "domain_path"("service_id");

-- CreateIndex
CREATE UNIQUE INDEX "domain_path_domain_id_path_key" ON "domain_path"("domain_id", "path");

-- AddForeignKey
ALTER TABLE "domain_path" ADD CONSTRAINT "domain_path_domain_id_fkey" FOREIGN KEY ("domain_id") REFERENCES "domain"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "domain_path" ADD CONSTRAINT "domain_path_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
