export interface SystemPackages {
	build: string[];
	run: string[];
}

/** Crates that need more of Debian than the slim images have. */
const crates: Record<string, SystemPackages> = {
	'openssl-sys': { build: ['pkg-config', 'libssl-dev'], run: ['libssl3'] },
	'pq-sys': { build: ['libpq-dev'], run: ['libpq5'] },
	'mysqlclient-sys': { build: ['default-libmysqlclient-dev', 'pkg-config'], run: ['libmariadb3'] },
	'rdkafka-sys': { build: ['g++', 'make', 'zlib1g-dev'], run: ['zlib1g'] },
	'prost-build': { build: ['protobuf-compiler'], run: [] },
	bindgen: { build: ['libclang-dev'], run: [] },
	cmake: { build: ['cmake', 'g++', 'make'], run: [] }
};

/** What the crates of a Cargo.lock need. */
export function systemPackages(lock: string): SystemPackages {
	const blocks = lock.split('[[package]]');
	const named = (name: string) => blocks.find((block) => block.includes(`\nname = "${name}"\n`));
	const needed = Object.entries(crates).filter(([name]) => named(name) !== undefined);
	const found = needed
		// Built from sources that come as a crate.
		.filter(([name]) => name !== 'openssl-sys' || !named('openssl-src'))
		.map(([, packages]) => packages);
	const sqlite = named('libsqlite3-sys');
	// Its own copy of SQLite is compiled by cc.
	if (sqlite && !sqlite.includes('"cc"')) {
		found.push({ build: ['libsqlite3-dev', 'pkg-config'], run: ['libsqlite3-0'] });
	}
	return {
		build: [...new Set(found.flatMap(({ build }) => build))].sort(),
		run: [...new Set(found.flatMap(({ run }) => run))].sort()
	};
}

/** The line that installs them; null: nothing is needed. */
export function aptInstall(packages: string[]): string | null {
	if (packages.length === 0) return null;
	const names = packages.join(' ');
	return `RUN apt-get update && apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*`;
}
