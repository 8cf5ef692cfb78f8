-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('admin', 'user');

-- CreateEnum
CREATE TYPE "ServiceState" AS ENUM ('idle', 'live', 'stopped');

-- CreateEnum
CREATE TYPE "HealthKind" AS ENUM ('http', 'tcp');

-- CreateEnum
CREATE TYPE "DomainState" AS ENUM ('pending', 'active');

-- CreateEnum
CREATE TYPE "DeploymentState" AS ENUM ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'superseded');

-- CreateEnum
CREATE TYPE "Trigger" AS ENUM ('manual', 'push', 'api', 'rollback', 'variables');

-- CreateEnum
CREATE TYPE "StepState" AS ENUM ('running', 'succeeded', 'failed', 'skipped', 'cancelled');

-- CreateEnum
CREATE TYPE "DeliveryDecision" AS ENUM ('deployed', 'ignored');

-- CreateTable
CREATE TABLE "installation" (
    "id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "setup_token_hash" TEXT,
    "claimed_at" TIMESTAMP(3),
    "base_domain" TEXT,
    "panel_domain" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" "Role" NOT NULL DEFAULT 'user',
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMP(3) NOT NULL,
    "user_agent" TEXT,
    "address" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "expires_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "token" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMP(3),
    "expires_at" TIMESTAMP(3),
    "revoked_at" TIMESTAMP(3),

    CONSTRAINT "token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" TEXT NOT NULL,
    "user_id" TEXT,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "address" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "form_key" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMP(3),

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service" (
    "id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" "ServiceState" NOT NULL DEFAULT 'idle',
    "generation" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMP(3),
    "git_url" TEXT NOT NULL,
    "branch" TEXT NOT NULL,
    "root_directory" TEXT NOT NULL DEFAULT '',
    "auto_deploy" BOOLEAN NOT NULL DEFAULT true,
    "github_repository_id" TEXT,
    "webhook_secret_cipher" TEXT NOT NULL,
    "dockerfile_path" TEXT,
    "install_command" TEXT,
    "build_command" TEXT,
    "start_command" TEXT,
    "output_directory" TEXT,
    "port" INTEGER,
    "memory_bytes" BIGINT NOT NULL DEFAULT 536870912,
    "cpu_millis" INTEGER NOT NULL DEFAULT 0,
    "pids_limit" INTEGER NOT NULL DEFAULT 512,
    "stop_grace_seconds" INTEGER NOT NULL DEFAULT 10,
    "health_kind" "HealthKind" NOT NULL DEFAULT 'http',
    "health_path" TEXT NOT NULL DEFAULT '/',
    "health_seconds" INTEGER NOT NULL DEFAULT 120,
    "live_release_id" TEXT,

    CONSTRAINT "service_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "variable" (
    "id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value_cipher" TEXT NOT NULL,
    "is_secret" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "variable_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "domain" (
    "id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "state" "DomainState" NOT NULL DEFAULT 'pending',
    "reason" TEXT,
    "checked_at" TIMESTAMP(3),
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "domain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment" (
    "id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL,
    "state" "DeploymentState" NOT NULL DEFAULT 'queued',
    "trigger" "Trigger" NOT NULL,
    "actor_id" TEXT,
    "branch" TEXT NOT NULL,
    "commit_sha" TEXT,
    "commit_message" TEXT,
    "commit_author" TEXT,
    "committed_at" TIMESTAMP(3),
    "base_release_id" TEXT,
    "settings" JSONB NOT NULL,
    "variables_cipher" TEXT NOT NULL,
    "plan" JSONB,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "form_key" TEXT,
    "cancel_asked_at" TIMESTAMP(3),
    "cancel_asked_by" TEXT,
    "error_code" TEXT,
    "error_step" TEXT,
    "error_message" TEXT,
    "error_hint" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMP(3),
    "completed_at" TIMESTAMP(3),

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "step" (
    "deployment_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "state" "StepState" NOT NULL,
    "summary" TEXT,
    "started_at" TIMESTAMP(3) NOT NULL,
    "completed_at" TIMESTAMP(3),

    CONSTRAINT "step_pkey" PRIMARY KEY ("deployment_id","name")
);

-- CreateTable
CREATE TABLE "release" (
    "id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "deployment_id" TEXT NOT NULL,
    "image" TEXT NOT NULL,
    "image_id" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "variables_cipher" TEXT NOT NULL,
    "pruned_at" TIMESTAMP(3),
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "decision" "DeliveryDecision" NOT NULL,
    "reason" TEXT NOT NULL,
    "ref" TEXT,
    "before_sha" TEXT,
    "commit_sha" TEXT,
    "pushed_at" TIMESTAMP(3),
    "deployment_id" TEXT,
    "received_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("service_id","id")
);

-- CreateTable
CREATE TABLE "worker_beat" (
    "id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "boot_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beat_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_beat_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "installation_label_key" ON "installation"("label");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "rate_limit_expires_at_idx" ON "rate_limit"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "token_hash_key" ON "token"("hash");

-- CreateIndex
CREATE INDEX "token_user_id_idx" ON "token"("user_id");

-- CreateIndex
CREATE INDEX "audit_event_created_at_idx" ON "audit_event"("created_at");

-- CreateIndex
CREATE INDEX "audit_event_subject_idx" ON "audit_event"("subject");

-- CreateIndex
CREATE UNIQUE INDEX "project_form_key_key" ON "project"("form_key");

-- CreateIndex
CREATE UNIQUE INDEX "project_owner_id_name_key_key" ON "project"("owner_id", "name_key");

-- CreateIndex
CREATE UNIQUE INDEX "service_name_key" ON "service"("name");

-- CreateIndex
CREATE UNIQUE INDEX "service_live_release_id_key" ON "service"("live_release_id");

-- CreateIndex
CREATE INDEX "service_project_id_idx" ON "service"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "variable_service_id_key_key" ON "variable"("service_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "domain_host_key" ON "domain"("host");

-- CreateIndex
CREATE INDEX "domain_service_id_idx" ON "domain"("service_id");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_form_key_key" ON "deployment"("form_key");

-- CreateIndex
CREATE INDEX "deployment_service_id_created_at_idx" ON "deployment"("service_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "deployment_state_idx" ON "deployment"("state");

-- CreateIndex
CREATE INDEX "deployment_created_at_id_idx" ON "deployment"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "deployment_service_id_number_key" ON "deployment"("service_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "release_deployment_id_key" ON "release"("deployment_id");

-- CreateIndex
CREATE INDEX "release_service_id_created_at_idx" ON "release"("service_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "webhook_delivery_service_id_received_at_idx" ON "webhook_delivery"("service_id", "received_at" DESC);

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project" ADD CONSTRAINT "project_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service" ADD CONSTRAINT "service_live_release_id_fkey" FOREIGN KEY ("live_release_id") REFERENCES "release"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service" ADD CONSTRAINT "service_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variable" ADD CONSTRAINT "variable_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "domain" ADD CONSTRAINT "domain_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_base_release_id_fkey" FOREIGN KEY ("base_release_id") REFERENCES "release"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "step" ADD CONSTRAINT "step_deployment_id_fkey" FOREIGN KEY ("deployment_id") REFERENCES "deployment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release" ADD CONSTRAINT "release_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release" ADD CONSTRAINT "release_deployment_id_fkey" FOREIGN KEY ("deployment_id") REFERENCES "deployment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
