import { configureGlobal } from 'fast-check';

/** The same cases in every run: a failure on one machine is a failure on all. */
configureGlobal({ seed: 20_261_123 });
