// What the program says of its search, in words.

export interface Found {
  id: string;
  name: string;
  address: string;
}

export interface Network {
  name: string;
  addresses: string[];
  multicast: boolean;
}

export interface Status {
  ready: boolean;
  page: string;
  /** The name of the server that is looked for; missing where any will do. */
  wanted?: string;
  /** Where that was. */
  last?: string;
  servers: Found[];
  networks: Network[];
  trouble?: string;
}

export interface Told {
  title: string;
  detail: string;
  networks: string[];
}

export function told(status: Status): Told {
  const networks = status.networks.map((network) => {
    const at = network.addresses.length > 0 ? network.addresses.join(", ") : "no address yet";
    return `${network.name} · ${at}${network.multicast ? "" : " · nothing can be found by itself in here"}`;
  });
  if (networks.length === 0) {
    return {
      title: "This screen is in no network",
      detail: "Plug in a cable, or join a Wi-Fi. It goes on by itself then.",
      networks: ["nothing yet"],
    };
  }
  if (status.wanted) {
    const where = status.last ? `It was at ${status.last} the last time. ` : "";
    return { title: `Looking for ${status.wanted} on this network…`, detail: `${where}As soon as it is there this screen follows it.`, networks };
  }
  if (status.servers.length > 1) return { title: "There is more than one Lectern here", detail: "The answer is remembered.", networks };
  return { title: "Looking for Lectern on this network…", detail: "As soon as one is there this screen follows it.", networks };
}
