import { AppError } from '../errors.ts';

/** Text as it was pasted, whatever system it was written on. */
export const plainLines = (text: string): string => text.replaceAll(/\r\n?/g, '\n').trim();

/** Makes the errors of one of the two fields. */
export const refuseCertificate =
	(field: 'certificate' | 'key') =>
	(message: string, hint?: string): AppError =>
		new AppError('invalid_certificate', 422, message, { field, ...(hint && { hint }) });
