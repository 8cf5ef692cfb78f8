-- AlterTable
ALTER TABLE "service" ADD COLUMN     "crash_reason" TEXT;
