import type { Service } from '#prisma/client/client.ts';
import { buildArgumentLines } from '#lib/rules/build-arguments.ts';
import { buildArguments, type FrozenSettings } from '#lib/schemas/frozen-settings.ts';
import type { UpdateServiceInput } from '#lib/schemas/services.ts';

/** Inputs that stand in columns of the same name; undefined: left as it is. */
export type SettingsInput = Omit<UpdateServiceInput, 'serviceId' | 'gitUrl'>;

const megabyte = 1024 * 1024;

/** The columns that an input changes. */
export function settingsColumns(input: SettingsInput) {
	const { memoryMegabytes, cpus, ...same } = input;
	return {
		...same,
		...(memoryMegabytes !== undefined && { memoryBytes: BigInt(memoryMegabytes * megabyte) }),
		...(cpus !== undefined && { cpuMillis: Math.round(cpus * 1000) })
	};
}

/** What a deployment of this service freezes. */
export function freezeSettings(service: Service): FrozenSettings {
	return {
		gitUrl: service.gitUrl,
		branch: service.branch,
		build: {
			rootDirectory: service.rootDirectory,
			dockerfilePath: service.dockerfilePath,
			dockerfileTarget: service.dockerfileTarget,
			buildArguments: buildArguments.parse(service.buildArguments),
			installCommand: service.installCommand,
			buildCommand: service.buildCommand,
			startCommand: service.startCommand,
			outputDirectory: service.outputDirectory
		},
		run: {
			port: service.port,
			memoryBytes: Number(service.memoryBytes),
			cpuMillis: service.cpuMillis,
			pidsLimit: service.pidsLimit,
			stopGraceSeconds: service.stopGraceSeconds,
			stopSignal: service.stopSignal,
			drainSeconds: service.drainSeconds,
			replicas: service.replicas,
			stopFirst: service.stopFirst,
			releaseCommand: service.releaseCommand,
			watchSeconds: service.watchSeconds,
			keepWarmSeconds: service.keepWarmSeconds
		},
		health: {
			kind: service.healthKind,
			path: service.healthPath,
			deadlineSeconds: service.healthSeconds
		}
	};
}

/** The same settings in the units of forms and pages. */
export function shownSettings({ gitUrl, branch, build, run, health }: FrozenSettings) {
	return {
		gitUrl,
		branch,
		...build,
		buildArguments: buildArgumentLines(build.buildArguments),
		port: run.port,
		memoryMegabytes: Math.round(run.memoryBytes / megabyte),
		cpus: run.cpuMillis / 1000,
		pidsLimit: run.pidsLimit,
		stopGraceSeconds: run.stopGraceSeconds,
		stopSignal: run.stopSignal,
		drainSeconds: run.drainSeconds,
		replicas: run.replicas,
		stopFirst: run.stopFirst,
		releaseCommand: run.releaseCommand,
		watchSeconds: run.watchSeconds,
		keepWarmSeconds: run.keepWarmSeconds,
		healthKind: health.kind,
		healthPath: health.path,
		healthSeconds: health.deadlineSeconds
	};
}

export type ShownSettings = ReturnType<typeof shownSettings>;
export type SettingName = keyof ShownSettings;

/** Settings that are part of the image: another value needs a build. */
const ofTheImage = new Set<SettingName>([
	'gitUrl',
	'branch',
	'rootDirectory',
	'dockerfilePath',
	'dockerfileTarget',
	'buildArguments',
	'installCommand',
	'buildCommand',
	'startCommand',
	'outputDirectory',
	'port'
]);

/** Names of the settings that differ, and whether one of them is part of the image. */
export function compareSettings(
	before: FrozenSettings,
	after: FrozenSettings
): { changed: SettingName[]; needsBuild: boolean } {
	const was = shownSettings(before);
	const is = shownSettings(after);
	const changed = (Object.keys(is) as SettingName[]).filter((name) => was[name] !== is[name]);
	return { changed, needsBuild: changed.some((name) => ofTheImage.has(name)) };
}
