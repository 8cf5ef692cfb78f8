import type { BuildSettings } from '../../spec.ts';

/** Nothing set by a person, save these. */
export function settings(set: Partial<BuildSettings> = {}): BuildSettings {
	return {
		rootDirectory: '',
		dockerfilePath: null,
		dockerfileTarget: null,
		buildArguments: {},
		installCommand: null,
		buildCommand: null,
		startCommand: null,
		outputDirectory: null,
		...set
	};
}
