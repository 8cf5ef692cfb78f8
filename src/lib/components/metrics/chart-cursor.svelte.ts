/** The moment that a person looks at, the same on all charts of a page. */
export class ChartCursor {
	/** The point; null: nobody looks at one, and the newest is told. */
	index: number | null = $state(null);

	leave = () => {
		this.index = null;
	};

	/** To the point under a pointer. */
	point({ clientX, currentTarget }: PointerEvent & { currentTarget: Element }, points: number) {
		const { left, width } = currentTarget.getBoundingClientRect();
		this.#to(Math.round(((clientX - left) / width) * (points - 1)), points);
	}

	/** As a slider is moved by keys. */
	press(event: KeyboardEvent, points: number) {
		if (event.key === 'Escape') return this.leave();
		const at = this.index ?? points - 1;
		const far = Math.round(points / 10);
		const to = {
			...{ ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1 },
			...{ PageDown: at - far, PageUp: at + far, Home: 0, End: points - 1 }
		}[event.key];
		if (to === undefined) return;
		event.preventDefault();
		this.#to(to, points);
	}

	#to(index: number, points: number) {
		this.index = Math.max(0, Math.min(points - 1, index));
	}
}
