-- CreateEnum
CREATE TYPE "DnsState" AS ENUM ('waiting', 'elsewhere', 'proxied', 'here');

-- CreateEnum
CREATE TYPE "CertificateState" AS ENUM ('none', 'issuing', 'valid', 'failed');

-- AlterTable
ALTER TABLE "domain" ADD COLUMN     "certificate" "CertificateState" NOT NULL DEFAULT 'none',
ADD COLUMN     "certificate_issuer" TEXT,
ADD COLUMN     "certificate_reason" TEXT,
ADD COLUMN     "certificate_retry_at" TIMESTAMP(3),
ADD COLUMN     "certificate_tried_at" TIMESTAMP(3),
ADD COLUMN     "certificate_tries" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "certificate_until" TIMESTAMP(3),
ADD COLUMN     "check_again_at" TIMESTAMP(3),
ADD COLUMN     "dns" "DnsState" NOT NULL DEFAULT 'waiting',
ADD COLUMN     "expected" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "redirect_to" TEXT,
ADD COLUMN     "seen" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "waits_since" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
