import pg from 'pg';

const id = (prefix: string, number: string) => `'${prefix}' || lpad((${number})::text, 19, '0')`;

/** One row a number `n`, like `model` but for some columns. */
const copied = (table: string, { model, changes }: { model: string; changes: string }) =>
	`insert into ${table} select made.* from generate_series(1, $2::int) n, (${model}) model,
	jsonb_populate_record(null::${table}, to_jsonb(model) || jsonb_build_object(${changes})) made`;

/** So many projects more, with one service each that was never deployed. */
export async function addProjects(
	databaseUrl: string,
	{ serviceId, count }: { serviceId: string; count: number }
): Promise<void> {
	const projects = copied('project', {
		model:
			'select project.* from project join service on project_id = project.id where service.id = $1',
		changes: `'id', ${id('p', 'n')}, 'name', 'old ' || n, 'name_key', 'old ' || n, 'form_key', null`
	});
	const services = copied('service', {
		model: 'select * from service where id = $1',
		changes: `'id', ${id('s', 'n')}, 'project_id', ${id('p', 'n')}, 'name', 'old-' || n,
			'state', 'idle', 'live_release_id', null`
	});
	await written(databaseUrl, [
		[projects, [serviceId, count]],
		[services, [serviceId, count]]
	]);
}

/** So many failed deployments more: a tenth of the given service, the others of those of `addProjects`. */
export async function addDeployments(
	databaseUrl: string,
	{ serviceId, count, projects }: { serviceId: string; count: number; projects: number }
): Promise<void> {
	const deployments = copied('deployment', {
		model: 'select * from deployment where service_id = $1 order by number desc limit 1',
		changes: `'id', ${id('d', 'n')}, 'number', model.number + n, 'state', 'failed',
			'form_key', null, 'created_at', now() - n * interval '1 minute', 'service_id',
			case when n <= $4::int then $1::text else ${id('s', '1 + n % $3::int')} end`
	});
	const own = Math.floor(count / 10);
	await written(databaseUrl, [[deployments, [serviceId, count, projects, own]]]);
}

async function written(databaseUrl: string, statements: [sql: string, values: unknown[]][]) {
	const client = new pg.Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		for (const [sql, values] of statements) await client.query(sql, values);
		await client.query('analyze');
	} finally {
		await client.end();
	}
}
