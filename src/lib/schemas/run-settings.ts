import { z } from 'zod';
import { isUrlPath, urlPathMessage } from '#lib/rules/url-path.ts';
import { flag, optionalText, text, wholeNumber } from './fields.ts';
import { command } from './source.ts';

export const portMessage = 'Port must be a whole number from 1 to 65535.';
export const cpuMessage = '0.05 to 64 cores, or 0 for a fair share without a cap.';

export const port = wholeNumber(1, 65535, portMessage);

const optionalPort = z.union([z.null(), z.literal('').transform(() => null), port], {
	error: portMessage
});

/** Cores; 0: no cap. */
export const cpus = z
	.union(
		[
			z.number(),
			z
				.string()
				.trim()
				.regex(/^\d{1,3}(\.\d{1,3})?$/)
				.transform(Number)
		],
		{
			error: cpuMessage
		}
	)
	.refine((cores) => cores === 0 || (cores >= 0.05 && cores <= 64), cpuMessage);

const healthPath = text('Path only, e.g. /health')
	.refine((path) => path.startsWith('/') && !path.startsWith('//'), 'Path only, e.g. /health')
	.refine(isUrlPath, `Path only, e.g. /health: it ${urlPathMessage}.`);

const stopSignals = ['TERM', 'INT', 'QUIT', 'HUP', 'USR1', 'USR2', 'WINCH'].map(
	(name) => `SIG${name}`
);
const stopSignal = text('A signal such as SIGTERM.')
	.transform((signal) => signal.toUpperCase())
	.refine((signal) => stopSignals.includes(signal), `One of ${stopSignals.join(', ')}.`);

const seconds = (what: string, most: number) =>
	wholeNumber(0, most, `${what} must be a whole number of seconds from 0 to ${most}.`).optional();

/** How the container runs and when it counts as healthy. */
export const runFields = {
	/** null: the detected one. */
	port: optionalPort.optional(),
	memoryMegabytes: wholeNumber(
		16,
		1_048_576,
		'Memory must be a whole number of megabytes from 16 to 1048576.'
	).optional(),
	/** Cores; 0: a fair share without a cap. */
	cpus: cpus.optional(),
	pidsLimit: wholeNumber(
		16,
		65_536,
		'Processes must be a whole number from 16 to 65536.'
	).optional(),
	stopGraceSeconds: wholeNumber(
		0,
		600,
		'The time to stop must be a whole number of seconds from 0 to 600.'
	).optional(),
	replicas: wholeNumber(
		1,
		50,
		'Replicas must be a whole number from 1 to 50. To run none, stop the app.'
	).optional(),
	/** null: what the image says, else SIGTERM. */
	stopSignal: optionalText(stopSignal).optional(),
	drainSeconds: seconds('The time to finish', 3600),
	/** The old version ends before the new one starts. */
	stopFirst: flag.optional(),
	/** null: the Procfile's. */
	releaseCommand: optionalText(command).optional(),
	watchSeconds: seconds('The watch window', 3600),
	keepWarmSeconds: seconds('The time to keep the old version warm', 86_400),
	healthKind: z.enum(['http', 'tcp'], { error: 'Must be http or tcp.' }).optional(),
	healthPath: healthPath.optional(),
	healthSeconds: wholeNumber(
		1,
		3600,
		'The deadline must be a whole number of seconds from 1 to 3600.'
	).optional()
};
