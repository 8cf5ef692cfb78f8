import type { BuildRules, Reach } from '#engine/build/governor/port.ts';
import { buildRules } from '#lib/rules/build-limits.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { thisHost } from './build-rules.ts';
import { readInstallation } from './read-installation.ts';

/** In the units of the page. */
export interface BuildSettingsView {
	slots: number;
	memoryMegabytes: number;
	/** Cores; 0: all of them. */
	cpus: number;
	pidsLimit: number;
	minutes: number;
	idleMinutes: number;
}

export interface BuildSettings {
	/** null: the computed value holds. */
	chosen: { [Name in keyof BuildSettingsView]: number | null };
	/** What the machine gives, shown as what an empty field means. */
	computed: BuildSettingsView;
	host: { memoryMegabytes: number; cores: number };
	/** How far these hold: for all builds together, for each step of one, or not at all. null: not known at the moment. */
	reach: Reach | null;
}

const mebibyte = 2 ** 20;
/** The page is shown without it. */
const patienceMs = 1_500;

/** What builds are held to. Errors: not_allowed. */
export async function getBuildSettings(ctx: Context): Promise<BuildSettings> {
	authorise(ctx, 'installation:see');
	const [host, chosen, reach] = await Promise.all([
		thisHost(),
		readInstallation(ctx),
		ctx.live.buildReach({ signal: AbortSignal.timeout(patienceMs) }).catch(() => null)
	]);
	const { buildMemoryBytes: memory, buildCpuMillis: cpu } = chosen;
	return {
		chosen: {
			slots: chosen.buildSlots,
			memoryMegabytes: memory === null ? null : Math.round(Number(memory) / mebibyte),
			cpus: cpu === null ? null : cpu / 1000,
			pidsLimit: chosen.buildPidsLimit,
			minutes: inMinutes(chosen.buildSeconds),
			idleMinutes: inMinutes(chosen.buildIdleSeconds)
		},
		computed: toView(buildRules(host)),
		host: { memoryMegabytes: Math.round(host.memoryBytes / mebibyte), cores: host.cores },
		reach
	};
}

const inMinutes = (seconds: number | null) => (seconds === null ? null : Math.ceil(seconds / 60));

const toView = ({ limits, seconds, idleSeconds }: BuildRules): BuildSettingsView => ({
	slots: limits.slots,
	memoryMegabytes: Math.round(limits.memoryBytes / mebibyte),
	cpus: limits.cpuMillis / 1000,
	pidsLimit: limits.pidsLimit,
	minutes: Math.ceil(seconds / 60),
	idleMinutes: Math.ceil(idleSeconds / 60)
});
