/** What all builds of one Docker engine may use together. */
export interface BuildLimits {
	memoryBytes: number;
	/** Of the machine's swap, on top of the memory. */
	swapBytes: number;
	/** Thousandths of a core; 0: all cores, while nobody else wants them. */
	cpuMillis: number;
	/** Processes and threads. */
	pidsLimit: number;
	/** Builds at the same time. */
	slots: number;
}

/** What one build is held to. */
export interface BuildRules {
	limits: BuildLimits;
	/** From its turn to its end. */
	seconds: number;
	/** Without a word from it. */
	idleSeconds: number;
}

/** They do not hold; `because` ends the sentence "builds run without limits because …". */
export interface NoGrip {
	holds: 'nothing';
	because: string;
}

/** For all builds together, or for each step of one by itself. */
export type Reach = { holds: 'together' | 'each step' } | NoGrip;

/** What limits hold, and which: the memory is that of all builds, or of one step. */
export type Grip =
	{ holds: 'together' | 'each step'; memoryBytes: number; pidsLimit: number } | NoGrip;

/** Counters that only grow: what rose during a build happened to it or to one beside it. */
export interface Strain {
	/** Times that builds reached the memory limit. */
	memoryHits: number;
	/** Processes that the kernel killed for want of memory. */
	kills: number;
	/** Processes that were refused at the limit. */
	refusedForks: number;
}

/** Keeps builds from taking the machine from the apps on it. */
export interface Governor {
	/** How far limits would hold, without changing anything. */
	reach(): Promise<Reach>;
	/** Makes the limits hold for steps that run and those to come. Cheap when they already do; never throws. */
	limit(limits: BuildLimits): Promise<Grip>;
	/** Looks after the steps that run now; called often while there are builds. */
	tend(): Promise<Strain>;
	/** Calls back when a step may have begun; answers what ends that. */
	onStep(begun: () => void): () => void;
}
