-- CreateEnum
CREATE TYPE "ChannelKind" AS ENUM ('email', 'discord', 'slack', 'telegram', 'webhook');

-- CreateEnum
CREATE TYPE "NotificationState" AS ENUM ('waiting', 'sent', 'failed');

-- AlterTable
ALTER TABLE "audit_event" ADD COLUMN     "project_id" TEXT,
ADD COLUMN     "service_id" TEXT;

-- AlterTable
ALTER TABLE "service" ADD COLUMN     "head_checked" TEXT,
ADD COLUMN     "head_checked_at" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "webhook_delivery" ADD COLUMN     "headers" JSONB,
ADD COLUMN     "payload" BYTEA,
ADD COLUMN     "payload_bytes" INTEGER,
ADD COLUMN     "replay_of" TEXT;

-- CreateTable
CREATE TABLE "channel" (
    "id" TEXT NOT NULL,
    "project_id" TEXT,
    "name" TEXT NOT NULL,
    "kind" "ChannelKind" NOT NULL,
    "occasions" TEXT[],
    "is_paused" BOOLEAN NOT NULL DEFAULT false,
    "settings" JSONB NOT NULL,
    "secret_cipher" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sent_at" TIMESTAMP(3),
    "last_error" TEXT,
    "last_error_at" TIMESTAMP(3),

    CONSTRAINT "channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification" (
    "id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "occasion_id" TEXT NOT NULL,
    "occasion" JSONB NOT NULL,
    "state" "NotificationState" NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "channel_project_id_idx" ON "channel"("project_id");

-- CreateIndex
CREATE INDEX "notification_created_at_idx" ON "notification"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "notification_channel_id_occasion_id_key" ON "notification"("channel_id", "occasion_id");

-- CreateIndex
CREATE INDEX "audit_event_created_at_id_idx" ON "audit_event"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_project_id_created_at_id_idx" ON "audit_event"("project_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_user_id_created_at_id_idx" ON "audit_event"("user_id", "created_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "channel" ADD CONSTRAINT "channel_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Where what happened so far belongs, as far as it can still be known.
UPDATE "audit_event" SET "project_id" = "subject" WHERE "action" LIKE 'project.%';
UPDATE "audit_event" e SET "project_id" = s."project_id", "service_id" = s."id"
	FROM "service" s WHERE s."id" = e."subject";
UPDATE "audit_event" e SET "project_id" = s."project_id", "service_id" = s."id"
	FROM "deployment" d JOIN "service" s ON s."id" = d."service_id" WHERE d."id" = e."subject";
