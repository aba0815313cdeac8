import type { JsonObject } from '@lockstep/schema/run';

/** A move of a parcel as EasyPost tells it. */
export const easypostEvent = (status: string): JsonObject => ({
  id: 'evt_1',
  object: 'Event',
  description: 'tracker.updated',
  result: {
    object: 'Tracker',
    tracking_code: '9400',
    carrier: 'USPS',
    status,
    updated_at: '2026-11-21T08:00:00Z',
    tracking_details: [
      {
        status,
        message: 'Scanned',
        datetime: '2026-11-21T08:00:00Z',
        tracking_location: { city: 'HOUSTON', state: 'TX', country: 'US' },
      },
    ],
  },
});

/** Told when a tracker is made: nothing has been scanned. */
export const easypostTracker: JsonObject = {
  ...easypostEvent('unknown'),
  description: 'tracker.created',
  result: { ...(easypostEvent('unknown').result as JsonObject), tracking_details: [] },
};

/** A move as ShipStation tells it. */
export const shipstationEvent: JsonObject = {
  resource_type: 'TRACK_EVENT_V2',
  resource_url: 'https://api.shipstation.com/v2/labels/se-1/track',
  data: {
    tracking_number: '1Z9',
    carrier_code: 'ups',
    status_code: 'DE',
    events: [
      { occurred_at: '2026-11-22T09:30:00Z', status_code: 'DE', description: 'Delivered', city_locality: 'BERLIN' },
    ],
  },
};
