-- AlterTable
ALTER TABLE "process" ADD COLUMN     "crash_reason" TEXT;
