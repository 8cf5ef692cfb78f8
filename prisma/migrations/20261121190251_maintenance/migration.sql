-- AlterTable
ALTER TABLE "service" ADD COLUMN     "maintenance_by" TEXT,
ADD COLUMN     "maintenance_message" TEXT,
ADD COLUMN     "maintenance_since" TIMESTAMP(3);
