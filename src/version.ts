/** The build puts the version of package.json here; run from source there is none. */
declare const TIGHTLIP_VERSION: string | undefined;

/** For example `0.1.0`. */
export const toolVersion: string = typeof TIGHTLIP_VERSION === 'string' ? TIGHTLIP_VERSION : '0.0.0-source';
