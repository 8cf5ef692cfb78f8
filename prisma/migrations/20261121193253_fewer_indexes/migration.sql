-- DropIndex
DROP INDEX "audit_event_created_at_idx";

-- DropIndex
DROP INDEX "deployment_state_idx";
