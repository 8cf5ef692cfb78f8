export { AppError } from '#engine/error.ts';
