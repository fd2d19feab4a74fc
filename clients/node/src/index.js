export { Client } from './client.js';
export * from './errors.js';
export { BookingList, SlotList } from './paging.js';
export { fromStruct, toDate } from './values.js';
