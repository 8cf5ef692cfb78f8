-- CreateEnum
CREATE TYPE "VariableScope" AS ENUM ('run', 'build', 'both');

-- CreateEnum
CREATE TYPE "ProcessKind" AS ENUM ('worker', 'cron');

-- AlterEnum
ALTER TYPE "ServiceState" ADD VALUE 'crashing';

-- AlterEnum
ALTER TYPE "Trigger" ADD VALUE 'recovery';

-- AlterTable
ALTER TABLE "installation" ADD COLUMN     "build_cache_bytes" BIGINT,
ADD COLUMN     "build_cpu_millis" INTEGER,
ADD COLUMN     "build_idle_seconds" INTEGER,
ADD COLUMN     "build_memory_bytes" BIGINT,
ADD COLUMN     "build_pids_limit" INTEGER,
ADD COLUMN     "build_seconds" INTEGER,
ADD COLUMN     "build_slots" INTEGER,
ADD COLUMN     "keep_releases" INTEGER,
ADD COLUMN     "log_days" INTEGER;

-- AlterTable
ALTER TABLE "service" ADD COLUMN     "build_arguments" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "dockerfile_target" TEXT,
ADD COLUMN     "drain_seconds" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "keep_warm_seconds" INTEGER NOT NULL DEFAULT 300,
ADD COLUMN     "release_command" TEXT,
ADD COLUMN     "replicas" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "stop_first" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "stop_signal" TEXT,
ADD COLUMN     "watch_paths" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "watch_seconds" INTEGER NOT NULL DEFAULT 60;

-- AlterTable
ALTER TABLE "variable" ADD COLUMN     "scope" "VariableScope" NOT NULL DEFAULT 'run';

-- AlterTable
ALTER TABLE "deployment" ADD COLUMN     "is_fresh" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "release" ADD COLUMN     "files" TEXT;

-- CreateTable
CREATE TABLE "volume" (
    "id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMP(3),

    CONSTRAINT "volume_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "process" (
    "id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "ProcessKind" NOT NULL,
    "command" TEXT NOT NULL,
    "schedule" TEXT,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "replicas" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_run_at" TIMESTAMP(3),
    "last_exit" INTEGER,

    CONSTRAINT "process_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "volume_service_id_name_key" ON "volume"("service_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "volume_service_id_path_key" ON "volume"("service_id", "path");

-- CreateIndex
CREATE UNIQUE INDEX "process_service_id_name_key" ON "process"("service_id", "name");

-- AddForeignKey
ALTER TABLE "volume" ADD CONSTRAINT "volume_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "process" ADD CONSTRAINT "process_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
