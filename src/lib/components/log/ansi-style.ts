import { extendedColour, type AnsiColour } from './ansi-colour.ts';

export interface AnsiStyle {
	colour: AnsiColour | null;
	background: AnsiColour | null;
	bold: boolean;
	dim: boolean;
	italic: boolean;
	underline: boolean;
	inverse: boolean;
}

export const plainStyle: AnsiStyle = {
	colour: null,
	background: null,
	bold: false,
	dim: false,
	italic: false,
	underline: false,
	inverse: false
};

const switches: Record<number, Partial<AnsiStyle>> = {
	0: plainStyle,
	1: { bold: true },
	2: { dim: true },
	3: { italic: true },
	4: { underline: true },
	7: { inverse: true },
	22: { bold: false, dim: false },
	23: { italic: false },
	24: { underline: false },
	27: { inverse: false },
	39: { colour: null },
	49: { background: null }
};

function basicColour(code: number): Partial<AnsiStyle> | null {
	if (code >= 30 && code <= 37) return { colour: code - 30 };
	if (code >= 90 && code <= 97) return { colour: code - 82 };
	if (code >= 40 && code <= 47) return { background: code - 40 };
	if (code >= 100 && code <= 107) return { background: code - 92 };
	return null;
}

/** The style after one "select graphic rendition" sequence; `parameters` as in "1;38;5;208". */
export function applySgr(style: AnsiStyle, parameters: string): AnsiStyle {
	const codes = parameters.split(/[;:]/).map(Number);
	let next = style;
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at] ?? 0;
		if (code === 38 || code === 48) {
			const extended = extendedColour(codes.slice(at + 1, at + 5));
			if (!extended) return next;
			next = { ...next, [code === 38 ? 'colour' : 'background']: extended.colour };
			at += extended.length;
		} else {
			next = { ...next, ...(switches[code] ?? basicColour(code)) };
		}
	}
	return next;
}
