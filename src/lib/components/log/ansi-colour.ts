/** A colour of the terminal: one of the sixteen, which follow the theme, or "r g b". */
export type AnsiColour = number | string;

const cube = [0, 95, 135, 175, 215, 255];

/** Colour 0–255 of the extended palette. */
export function paletteColour(index: number): AnsiColour {
	if (index < 16) return index;
	if (index >= 232) {
		const grey = 8 + (index - 232) * 10;
		return `${grey} ${grey} ${grey}`;
	}
	const [red, green, blue] = [
		Math.floor((index - 16) / 36),
		Math.floor((index - 16) / 6) % 6,
		(index - 16) % 6
	];
	return `${cube[red]} ${cube[green]} ${cube[blue]}`;
}

const isByte = (value: number | undefined): value is number =>
	value !== undefined && Number.isInteger(value) && value >= 0 && value <= 255;

/** Reads what follows 38 or 48: the colour and how many codes it took; null when it is not valid. */
export function extendedColour(codes: number[]): { colour: AnsiColour; length: number } | null {
	const [kind, first, second, third] = codes;
	if (kind === 5 && isByte(first)) return { colour: paletteColour(first), length: 2 };
	if (kind === 2 && isByte(first) && isByte(second) && isByte(third))
		return { colour: `${first} ${second} ${third}`, length: 4 };
	return null;
}
