/** Logo and name. */
export function Brand() {
  return (
    <span className="flex items-center gap-2.5">
      <img src="/logo.svg" alt="" width="28" height="28" />
      <span className="text-xl font-bold tracking-tight">redwolf</span>
    </span>
  );
}
