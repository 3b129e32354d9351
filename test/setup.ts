import { configureGlobal } from 'fast-check';
import { takeOwnFetch } from '../src/own-fetch.ts';

/** The same cases in every run: a failure on one machine is a failure on all. */
configureGlobal({ seed: 20_261_123 });

/** Files of one process load the SDKs of chats in any order. */
takeOwnFetch();
