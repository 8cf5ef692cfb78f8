-- AlterTable
ALTER TABLE "installation" ADD COLUMN     "request_days" INTEGER,
ADD COLUMN     "thresholds" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "service" ADD COLUMN     "thresholds" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "alarm" (
    "id" TEXT NOT NULL,
    "service_id" TEXT,
    "measure" TEXT NOT NULL,
    "limit" DOUBLE PRECISION NOT NULL,
    "minutes" INTEGER NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "end_value" DOUBLE PRECISION,
    "raised_at" TIMESTAMP(3) NOT NULL,
    "ended_at" TIMESTAMP(3),
    "open_key" TEXT,

    CONSTRAINT "alarm_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "alarm_open_key_key" ON "alarm"("open_key");

-- CreateIndex
CREATE INDEX "alarm_service_id_raised_at_idx" ON "alarm"("service_id", "raised_at" DESC);

-- AddForeignKey
ALTER TABLE "alarm" ADD CONSTRAINT "alarm_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
