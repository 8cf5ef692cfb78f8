-- AlterTable
ALTER TABLE "installation" ADD COLUMN     "access_log" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "metrics_token_at" TIMESTAMP(3),
ADD COLUMN     "metrics_token_hash" TEXT,
ADD COLUMN     "metrics_token_prefix" TEXT,
ADD COLUMN     "whole_addresses" BOOLEAN NOT NULL DEFAULT false;
