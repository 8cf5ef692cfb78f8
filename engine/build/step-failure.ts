import { AppError } from '../error.ts';

/** A step of a build that failed by itself: what is needed to say why. */
export class StepFailure extends AppError {
	/** "RUN npm ci" */
	readonly command: string;
	/** null: the engine names none, as when the kernel killed it. */
	readonly exitCode: number | null;

	constructor(
		step: { command: string; exitCode: number | null },
		message: string,
		options: { hint: string }
	) {
		super('build_failed', 422, message, options);
		this.command = step.command;
		this.exitCode = step.exitCode;
	}
}
