import type { ShownSettings } from '#lib/server/services/settings.ts';

/** What a service begins with, of the settings that are seldom changed. */
export const settingDefaults = {
	dockerfilePath: null,
	dockerfileTarget: null,
	buildArguments: '',
	pidsLimit: 512,
	stopGraceSeconds: 10,
	stopSignal: null,
	drainSeconds: 30,
	keepWarmSeconds: 300,
	watchSeconds: 60
} satisfies Partial<ShownSettings>;

export type SeldomSetting = keyof typeof settingDefaults;

/** Is one of them something else than what a service begins with? */
export function areOwn(settings: Pick<ShownSettings, SeldomSetting>, names: SeldomSetting[]) {
	return names.some((name) => settings[name] !== settingDefaults[name]);
}
