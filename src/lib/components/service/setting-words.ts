import type { SettingName } from '#lib/server/services/settings.ts';

/** The settings of a service for people. */
export const settingWords: Record<SettingName, string> = {
	gitUrl: 'Repository',
	branch: 'Branch',
	rootDirectory: 'Root directory',
	dockerfilePath: 'Dockerfile',
	dockerfileTarget: 'Dockerfile stage',
	buildArguments: 'Build arguments',
	installCommand: 'Install command',
	buildCommand: 'Build command',
	startCommand: 'Start command',
	outputDirectory: 'Output directory',
	port: 'Port',
	memoryMegabytes: 'Memory',
	cpus: 'CPU',
	pidsLimit: 'Processes',
	stopGraceSeconds: 'Time to stop',
	stopSignal: 'Stop signal',
	drainSeconds: 'Time to finish',
	replicas: 'Replicas',
	stopFirst: 'Order of replacing',
	releaseCommand: 'Release command',
	watchSeconds: 'Watch window',
	keepWarmSeconds: 'Kept warm',
	healthKind: 'Health check',
	healthPath: 'Health path',
	healthSeconds: 'Health deadline'
};
