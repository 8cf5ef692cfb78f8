import { histogram, type Family } from '#lib/rules/metrics/exposition.ts';
import { bucketEnd, latencyBuckets } from '#lib/rules/metrics/latency.ts';
import { machineSeries } from '#lib/rules/data-dir.ts';
import type { ContainerNow, RequestsNow, UsageNow } from '../live/usage-now.ts';

export interface ScrapedService {
	id: string;
	name: string;
	project: string;
	state: string;
}

export interface Scrape {
	version: string;
	/** null: the worker does not answer. */
	usage: UsageNow | null;
	services: ScrapedService[];
	/** Deployments by state. */
	deployments: { queued: number; running: number };
}

type Read<Of> = [name: string, help: string, type: 'gauge' | 'counter', of: (from: Of) => number];

const machineReads: Read<NonNullable<UsageNow['machine']>>[] = [
	['cpu_seconds_total', 'Processor time of all cores together.', 'counter', (m) => m.cpuSeconds],
	['cores', 'Processor cores.', 'gauge', (m) => m.cores],
	['memory_used_bytes', 'Memory in use.', 'gauge', (m) => m.memoryBytes],
	['memory_size_bytes', 'Memory in all.', 'gauge', (m) => m.memoryTotalBytes],
	['disk_used_bytes', 'Room in use on the disk with the data.', 'gauge', (m) => m.diskBytes],
	['disk_size_bytes', 'Room in all on the disk with the data.', 'gauge', (m) => m.diskTotalBytes],
	['network_received_bytes_total', 'Came in over the network.', 'counter', (m) => m.receivedBytes],
	['network_sent_bytes_total', 'Went out over the network.', 'counter', (m) => m.sentBytes],
	['disk_read_bytes_total', 'Read from disks.', 'counter', (m) => m.readBytes],
	['disk_written_bytes_total', 'Written to disks.', 'counter', (m) => m.writtenBytes]
];

const containerReads: Read<ContainerNow>[] = [
	['cpu_seconds_total', 'Processor time.', 'counter', (c) => c.cpuSeconds],
	['memory_used_bytes', 'Memory in use.', 'gauge', (c) => c.memoryBytes],
	['memory_limit_bytes', 'Memory it may use.', 'gauge', (c) => c.memoryLimitBytes ?? Number.NaN],
	['network_received_bytes_total', 'Came in over the network.', 'counter', (c) => c.receivedBytes],
	['network_sent_bytes_total', 'Went out over the network.', 'counter', (c) => c.sentBytes],
	['disk_read_bytes_total', 'Read from disks.', 'counter', (c) => c.readBytes],
	['disk_written_bytes_total', 'Written to disks.', 'counter', (c) => c.writtenBytes]
];

/** From 1 ms to 16 s, doubled each time: two of the finer buckets that are counted make one. */
const ends = Array.from({ length: latencyBuckets }, (_, index) => index)
	.filter((index) => index % 2 === 0 && index > 0)
	.map((index) => ({ index, seconds: bucketEnd(index) / 1000 }));

/** All that a Prometheus is told, in families; labels are names of projects and services of this installation. */
export function families(scrape: Scrape): Family[] {
	const byId = new Map(scrape.services.map((service) => [service.id, service]));
	const labelsOf = (id: string) => {
		const service = byId.get(id);
		return service && { project: service.project, service: service.name };
	};
	return [
		...ownFamilies(scrape),
		...machineFamilies(scrape.usage?.machine ?? null),
		...containerFamilies(scrape.usage?.containers ?? [], labelsOf),
		...requestFamilies(scrape.usage?.requests ?? [], labelsOf)
	];
}

function ownFamilies({ version, usage, services, deployments }: Scrape): Family[] {
	return [
		{
			...{ name: 'gantry_build_info', help: 'The version that runs.', type: 'gauge' },
			samples: [{ labels: { version }, value: 1 }]
		},
		{
			...{ name: 'gantry_worker_up', help: 'Does the worker answer?', type: 'gauge' },
			samples: [{ value: usage ? 1 : 0 }]
		},
		{
			...{ name: 'gantry_service_up', help: 'Is it live, and does it stay up?', type: 'gauge' },
			samples: services.map(({ name, project, state }) => ({
				labels: { project, service: name },
				value: state === 'live' ? 1 : 0
			}))
		},
		{
			...{ name: 'gantry_deployments', help: 'Deployments under way.', type: 'gauge' },
			samples: Object.entries(deployments).map(([state, value]) => ({ labels: { state }, value }))
		}
	];
}

function machineFamilies(machine: UsageNow['machine']): Family[] {
	if (!machine) return [];
	return machineReads.map(([name, help, type, of]) => ({
		...{ name: `gantry_machine_${name}`, help, type },
		samples: [{ value: of(machine) }]
	}));
}

type LabelsOf = (serviceId: string) => Record<string, string> | undefined;

function containerFamilies(containers: ContainerNow[], labelsOf: LabelsOf): Family[] {
	const known = containers.flatMap((container) => {
		const labels = labelsOf(container.serviceId);
		const { process, name } = container;
		return labels ? [{ container, labels: { ...labels, process, container: name } }] : [];
	});
	return containerReads.map(([name, help, type, of]) => ({
		...{ name: `gantry_container_${name}`, help, type },
		samples: known
			.map(({ container, labels }) => ({ labels, value: of(container) }))
			.filter(({ value }) => !Number.isNaN(value))
	}));
}

function requestFamilies(requests: RequestsNow[], labelsOf: LabelsOf): Family[] {
	const known = requests.flatMap((counts) => {
		const labels = labelsOf(counts.serviceId);
		return labels ? [{ counts, labels }] : [];
	});
	const everything = requests.find(({ serviceId }) => serviceId === machineSeries);
	const byStatus = (counts: RequestsNow, labels: Record<string, string>) =>
		counts.statuses.map((value, index) => ({
			labels: { ...labels, status: `${index + 1}xx` },
			value
		}));
	return [
		{
			...{ name: 'gantry_requests_total', help: 'Answers of a service.', type: 'counter' },
			samples: known.flatMap(({ counts, labels }) => byStatus(counts, labels))
		},
		{
			...{ name: 'gantry_edge_requests_total', help: 'All answers of the edge.', type: 'counter' },
			samples: everything ? byStatus(everything, {}) : []
		},
		{
			...{ name: 'gantry_response_bytes_total', help: 'Bodies of answers.', type: 'counter' },
			samples: known.map(({ counts, labels }) => ({ labels, value: counts.bytes }))
		},
		{
			name: 'gantry_request_duration_seconds',
			help: 'How long answers took.',
			type: 'histogram',
			samples: known.flatMap(({ counts, labels }) => durations(counts, labels))
		}
	];
}

function durations({ latency, seconds }: RequestsNow, labels: Record<string, string>) {
	let from = 0;
	const counts = [...ends.map(({ index }) => index + 1), latency.length].map((until) => {
		const count = latency.slice(from, until).reduce((sum, each) => sum + each, 0);
		from = until;
		return count;
	});
	return histogram(labels, { ends: ends.map((end) => end.seconds), counts, sum: seconds });
}
