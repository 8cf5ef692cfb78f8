import { createSubscriber } from 'svelte/reactivity';

const everySecond = createSubscriber((update) => {
	const timer = setInterval(update, 1000);
	return () => clearInterval(timer);
});

/** The time in milliseconds; what reads it in an effect or in markup is drawn again each second. */
export function now(): number {
	everySecond();
	return Date.now();
}
