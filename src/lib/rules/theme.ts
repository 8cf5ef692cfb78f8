/** How the panel looks: as the system says, or as a person chose. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const themeCookie = 'gantry_theme';

/** Anything but a theme is "system". */
export function parseTheme(value: string | null | undefined): Theme {
	return themes.find((theme) => theme === value) ?? 'system';
}
