export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger';

const looks: Record<ButtonLook, string> = {
	primary: 'bg-ink text-canvas hover:bg-ink/85 border-transparent',
	secondary: 'bg-raised text-ink border-edge shadow-raised hover:bg-pressed',
	quiet: 'text-soft border-transparent hover:bg-hover hover:text-ink',
	danger: 'bg-danger-solid text-white border-transparent hover:bg-danger-deep'
};

const sizes = {
	sm: 'min-h-7 px-2.5 text-sm gap-1.5',
	md: 'min-h-9 px-3.5 gap-2'
};

/** The classes of a button, for buttons and for links that look like one. */
export function buttonClass(look: ButtonLook = 'secondary', size: 'sm' | 'md' = 'md'): string {
	return `inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors disabled:opacity-55 ${sizes[size]} ${looks[look]}`;
}
