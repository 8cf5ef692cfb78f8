-- CreateTable
CREATE TABLE "own_certificate" (
    "id" TEXT NOT NULL,
    "domain_id" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "key_cipher" TEXT NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,
    "issuer" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "own_certificate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "own_certificate_domain_id_key" ON "own_certificate"("domain_id");

-- AddForeignKey
ALTER TABLE "own_certificate" ADD CONSTRAINT "own_certificate_domain_id_fkey" FOREIGN KEY ("domain_id") REFERENCES "domain"("id") ON DELETE CASCADE ON UPDATE CASCADE;
