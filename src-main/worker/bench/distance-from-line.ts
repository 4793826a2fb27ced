/**
 * How far points are from lying on a line: the largest of |y − line| / line, where the line has the least sum of
 * squares of (y − line) / y. x and y of at least two points, y > 0.
 */
export function distanceFromLine(x: readonly number[], y: readonly number[]): number {
  let [weights, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const weight = 1 / y[i]! ** 2;
    weights += weight;
    sumX += weight * x[i]!;
    sumY += weight * y[i]!;
    sumXX += weight * x[i]! ** 2;
    sumXY += weight * x[i]! * y[i]!;
  }
  const slope = (weights * sumXY - sumX * sumY) / (weights * sumXX - sumX ** 2);
  const intercept = (sumY - slope * sumX) / weights;
  return Math.max(...x.map((at, i) => Math.abs(y[i]! / (intercept + slope * at) - 1)));
}
