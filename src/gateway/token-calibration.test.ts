import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { countTokens, USUAL_RATES } from '../turn/count-tokens.ts';
import type { RequestSize } from '../turn/request-size.ts';
import { MemoryTokenCalibration } from './token-calibration.ts';

function size(pieces: number, wide: number, fields: Partial<RequestSize> = {}): RequestSize {
  return { pieces, wide, fixed: 0, hasTools: false, hasMedia: false, ...fields };
}

/** Requests in three mixtures. */
const MIXES = [size(4_000, 0), size(3_000, 1_000), size(1_000, 2_000)];

function learned(count: (request: RequestSize) => number, calls = 20): MemoryTokenCalibration {
  const calibration = new MemoryTokenCalibration();
  for (let call = 0; call < calls; call++) {
    const request = MIXES[call % MIXES.length] ?? size(1_000, 0);
    calibration.learn('p', 'm', request, count(request));
  }
  return calibration;
}

function within(value: number, wanted: number, tolerance: number): void {
  assert.ok(Math.abs(value / wanted - 1) < tolerance, `${value}, ${wanted} expected`);
}

describe('MemoryTokenCalibration', () => {
  it('knows the usual rates of a model that was never asked', () => {
    assert.equal(new MemoryTokenCalibration().ratesOf('p', 'm'), USUAL_RATES);
  });

  it('finds both rates of any tokenizer', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.7, max: 2, noNaN: true }),
        fc.double({ min: 0.6, max: 2, noNaN: true }),
        (a, b) => {
          const rates = learned(({ pieces, wide }) => a * pieces + b * wide).ratesOf('p', 'm');
          within(rates.perPiece, a, 0.02);
          within(rates.perWide, b, 0.02);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('leaves the rate of wide characters as usual where none came', () => {
    const calibration = new MemoryTokenCalibration();
    for (let call = 0; call < 20; call++) calibration.learn('p', 'm', size(1_000, 0), 900);
    const rates = calibration.ratesOf('p', 'm');
    within(rates.perPiece, 0.9, 0.01);
    assert.equal(rates.perWide, USUAL_RATES.perWide);
  });

  it('keeps each model of each platform apart', () => {
    const calibration = learned(({ pieces }) => pieces * 0.8);
    assert.equal(calibration.ratesOf('p', 'other'), USUAL_RATES);
    assert.equal(calibration.ratesOf('q', 'm'), USUAL_RATES);
  });

  it('learns nothing of what is mostly overhead, of media, and of counts that cannot be', () => {
    const calibration = new MemoryTokenCalibration();
    calibration.learn('p', 'm', size(50, 0), 500);
    calibration.learn('p', 'm', size(5_000, 0, { hasMedia: true }), 9_000);
    calibration.learn('p', 'm', size(5_000, 0, { fixed: 400 }), 0);
    assert.equal(calibration.ratesOf('p', 'm'), USUAL_RATES);
  });

  it('takes the overhead off before', () => {
    const calibration = new MemoryTokenCalibration();
    for (let call = 0; call < 20; call++) calibration.learn('p', 'm', size(1_000, 0, { fixed: 500 }), 1_500);
    within(calibration.ratesOf('p', 'm').perPiece, 1, 0.01);
  });

  it('is not led astray by one call that was counted otherwise', () => {
    const calibration = learned(({ pieces, wide }) => pieces + wide);
    calibration.learn('p', 'm', size(4_000, 0), 400_000);
    within(calibration.ratesOf('p', 'm').perPiece, 1, 0.05);
  });

  it('follows a model that changes', () => {
    const calibration = learned(({ pieces, wide }) => pieces + wide, 40);
    for (let call = 0; call < 90; call++) {
      const { pieces, wide, ...others } = MIXES[call % MIXES.length] ?? size(1_000, 0);
      calibration.learn('p', 'm', { pieces, wide, ...others }, 1.3 * pieces + 0.8 * wide);
    }
    within(calibration.ratesOf('p', 'm').perPiece, 1.3, 0.05);
    within(calibration.ratesOf('p', 'm').perWide, 0.8, 0.05);
  });

  it('stays within bounds, whatever platforms report', () => {
    const observation = fc.record({
      pieces: fc.nat(1e6),
      wide: fc.nat(1e6),
      reported: fc.oneof(fc.integer(), fc.double(), fc.constant(Number.MAX_SAFE_INTEGER)),
    });
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 60 }), (observations) => {
        const calibration = new MemoryTokenCalibration();
        for (const { pieces, wide, reported } of observations) {
          calibration.learn('p', 'm', size(pieces, wide), reported);
        }
        const rates = calibration.ratesOf('p', 'm');
        const tokens = countTokens(size(1_000, 1_000), rates);
        assert.ok(tokens > 500 && tokens < 6_000, String(tokens));
      }),
    );
  });

  it('wants each call at first, and few later', () => {
    const calibration = new MemoryTokenCalibration();
    const wanted = Array.from({ length: 320 }, () => calibration.wants('p', 'm')).filter(Boolean);
    assert.equal(wanted.length, 32 + 18);
  });

  it('forgets models that nobody asks for, when there are many', () => {
    const calibration = learned(({ pieces, wide }) => 0.8 * (pieces + wide));
    for (let model = 0; model < 1_000; model++) calibration.wants('p', `other-${model}`);
    assert.equal(calibration.ratesOf('p', 'm'), USUAL_RATES);
  });
});
