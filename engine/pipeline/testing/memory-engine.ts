import { memoryBuilder } from '../../build/memory-builder.ts';
import { memoryCheckout } from '../../checkout/memory-checkout.ts';
import { memoryProber } from '../../health/memory-prober.ts';
import { FakeNames } from '../../names/fake.ts';
import { FakeProxy } from '../../proxy/fake.ts';
import { memoryRuntime } from '../../runtime/memory-runtime.ts';
import { memorySites } from '../../sites/memory-sites.ts';
import { deploymentSpec } from './spec.ts';

/** All adapters as honest fakes that know of each other only through their ports. */
export function memoryEngine() {
	const names = new FakeNames();
	return {
		checkout: memoryCheckout(deploymentSpec().source.url),
		builder: memoryBuilder(),
		runtime: memoryRuntime(),
		prober: memoryProber(),
		names,
		proxy: new FakeProxy(names),
		sites: memorySites()
	};
}
