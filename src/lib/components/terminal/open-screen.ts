import { FitAddon } from '@xterm/addon-fit';
import { Terminal, type ITheme } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { styleByScript } from './styles-by-script.ts';

export interface OpenScreen {
	columns: number;
	rows: number;
	write(bytes: Uint8Array, done: () => void): void;
	/** As it was before anything was shown. */
	clear(): void;
	focus(): void;
	close(): void;
}

/** The panel's colours by the names that a terminal has for them. */
const colours = {
	background: '--color-sunken',
	foreground: '--color-ink',
	cursor: '--color-accent',
	black: '--color-faint',
	red: '--color-danger',
	green: '--color-success',
	yellow: '--color-warn',
	blue: '--color-accent',
	white: '--color-soft',
	brightBlack: '--color-faint',
	brightRed: '--color-danger',
	brightGreen: '--color-success',
	brightYellow: '--color-warn',
	brightBlue: '--color-accent',
	brightWhite: '--color-ink'
} satisfies Partial<Record<keyof ITheme, string>>;

/** Colours as the page has them now, in its light or dark theme. */
function themeOf(element: HTMLElement): ITheme {
	const probe = document.createElement('span');
	element.append(probe);
	const seen = Object.entries(colours).map(([name, variable]) => {
		probe.style.color = `var(${variable})`;
		return [name, getComputedStyle(probe).color];
	});
	probe.remove();
	return Object.fromEntries(seen) as ITheme;
}

/** Draws a terminal in `element` and keeps its size to it. This is where the large library is loaded. */
export function openScreen(
	element: HTMLElement,
	on: {
		typed: (text: string) => void;
		resized: (columns: number, rows: number) => void;
		/** F6: the way out for whoever has no mouse, since Tab belongs to the shell. */
		left: () => void;
	}
): OpenScreen {
	const restore = styleByScript(document);
	const terminal = new Terminal({
		fontFamily: getComputedStyle(element).fontFamily,
		fontSize: 13,
		screenReaderMode: true,
		minimumContrastRatio: 4.5,
		scrollback: 5000,
		cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
		theme: themeOf(element)
	});
	const fit = new FitAddon();
	terminal.loadAddon(fit);
	terminal.open(element);
	fit.fit();
	terminal.onData(on.typed);
	terminal.onResize(({ cols, rows }) => on.resized(cols, rows));
	terminal.attachCustomKeyEventHandler((event) => {
		if (event.key !== 'F6') return true;
		event.preventDefault();
		if (event.type === 'keydown') on.left();
		return false;
	});
	const sizes = new ResizeObserver(() => fit.fit());
	sizes.observe(element);
	const themes = new MutationObserver(() => (terminal.options.theme = themeOf(element)));
	themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
	return {
		get columns() {
			return terminal.cols;
		},
		get rows() {
			return terminal.rows;
		},
		write: (bytes, done) => terminal.write(bytes, done),
		clear: () => terminal.reset(),
		focus: () => terminal.focus(),
		close() {
			sizes.disconnect();
			themes.disconnect();
			terminal.dispose();
			restore();
		}
	};
}
