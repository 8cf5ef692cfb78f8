-- AlterTable
ALTER TABLE "service" ADD COLUMN     "webhook_secret_before_cipher" TEXT,
ADD COLUMN     "webhook_secret_rotated_at" TIMESTAMP(3);
