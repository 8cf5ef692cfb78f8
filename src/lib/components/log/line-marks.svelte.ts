import { goto } from '$app/navigation';
import { lineHash, parseLineHash } from './line-hash.ts';

/** The lines that the address names, as in `#L120-L140`. */
export class LineMarks {
	range: [number, number] | null = $state(null);

	/** Reads the address, now and whenever it changes; returns what ends that. */
	open(): () => void {
		const read = () => (this.range = parseLineHash(location.hash));
		read();
		window.addEventListener('hashchange', read);
		return () => window.removeEventListener('hashchange', read);
	}

	/** Names this line; `extend` names all from the first one to it. */
	pick(number: number, extend: boolean): void {
		const from = extend && this.range ? this.range[0] : number;
		this.range = from <= number ? [from, number] : [number, from];
		void goto(lineHash(this.range), { shallow: true, replace: true });
	}
}
