-- AlterTable
ALTER TABLE "service" ADD COLUMN     "rolled_back_to" INTEGER;

-- CreateIndex
CREATE INDEX "deployment_state_created_at_id_idx" ON "deployment"("state", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "deployment_branch_created_at_id_idx" ON "deployment"("branch", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "deployment_commit_author_created_at_id_idx" ON "deployment"("commit_author", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "deployment_commit_sha_idx" ON "deployment"("commit_sha" text_pattern_ops);
