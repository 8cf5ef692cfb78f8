import type { Builder } from '../build/port.ts';
import type { Checkout } from '../checkout/port.ts';
import type { Plan } from '../detect/plan.ts';
import type { Prober } from '../health/port.ts';
import type { Names } from '../names/port.ts';
import type { Proxy } from '../proxy/port.ts';
import type { Runtime } from '../runtime/port.ts';
import type { Sites } from '../sites/port.ts';
import type {
	BuiltImage,
	Commit,
	DeploymentSpec,
	LogStream,
	ProcessSpec,
	StepName
} from '../spec.ts';

/** The adapters a pipeline drives. */
export interface Engine {
	checkout: Checkout;
	builder: Builder;
	runtime: Runtime;
	prober: Prober;
	names: Names;
	proxy: Proxy;
	sites: Sites;
}

/** Who writes down what happens: the worker's recorder, or a test's array. */
export interface Recorder {
	stepStarted(name: StepName): Promise<void>;
	stepEnded(
		name: StepName,
		outcome: 'succeeded' | 'failed' | 'skipped' | 'cancelled',
		summary: string | null
	): Promise<void>;
	/** Synchronous and cheap: the log store appends it. Secrets are struck inside. */
	log(step: StepName, line: string, stream: LogStream): void;
	/** Facts as they become known. */
	commit(commit: Commit): Promise<void>;
	plan(plan: Plan): Promise<void>;
	/**
	 * The one moment of going live: records the release if this deployment's generation is still the
	 * newest. Throws the AppError `superseded` when it is not; then nothing was switched. Asked again
	 * after a crash, it says yes again.
	 */
	goLive(image: BuiltImage): Promise<void>;
	/** Workers of the service as they shall run now: asked once it is live, when the new Procfile counts. */
	processes(): Promise<ProcessSpec[]>;
}

export interface StepContext {
	spec: DeploymentSpec;
	engine: Engine;
	recorder: Recorder;
	/** Cancelled, or the step's deadline passed. */
	signal: AbortSignal;
	log: (line: string, stream?: LogStream) => void;
}

/**
 * One named part of the pipeline. Safe to run twice; honours `signal`; its output is what later steps take.
 * `summary` says in one sentence what happened; `undo` runs backwards, with what `run` gave (null when it
 * failed itself), when a step fails before the deployment is live.
 */
export interface Step<Input, Output> {
	name: StepName;
	/** Milliseconds after which the step is ended with an error that names it. */
	deadline: (spec: DeploymentSpec) => number;
	run(input: Input, context: StepContext): Promise<Output>;
	summary?(output: Output): string | null;
	undo?(output: Output | null, context: StepContext): Promise<void>;
}
