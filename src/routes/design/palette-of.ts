/** The colours of app.css as rules for a part of a page: one per theme. Pure. */
export function paletteOf(css: string): string {
	const colours = [...css.matchAll(/^\s*(--color-[a-z-]+):\s*light-dark\((.+?), (.+?)\);$/gm)];
	const rule = (theme: string, side: 2 | 3) => {
		const lines = colours.map((colour) => `${colour[1]}: ${colour[side]};`);
		return `section[data-theme='${theme}'] { ${lines.join(' ')} }`;
	};
	return `${rule('light', 2)}\n${rule('dark', 3)}\n`;
}
