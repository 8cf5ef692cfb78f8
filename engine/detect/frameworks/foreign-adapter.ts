import { AppError } from '../../error.ts';

/** The app builds for somebody else's platform: nothing that comes out of it would run in a container. */
export function foreignAdapter(title: string, adapter: string, instead: string): AppError {
	return new AppError(
		'adapter_unsupported',
		422,
		`This ${title} app is built with ${adapter}, whose output runs on that platform only`,
		{ hint: `Use ${instead} in its config, commit and push.` }
	);
}
