// A photo for trying things out, drawn here: a leaning pole and a broken wire in the evening.
export async function samplePhoto() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 480];
  const pen = canvas.getContext("2d");
  const sky = pen.createLinearGradient(0, 0, 0, 380);
  sky.addColorStop(0, "#2b3a67");
  sky.addColorStop(1, "#f2a65a");
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 640, 480);
  pen.fillStyle = "#3b2f2f";
  pen.fillRect(0, 380, 640, 100);
  for (const [x, height] of [[30, 90], [140, 60], [470, 110], [560, 70]]) pen.fillRect(x, 380 - height, 90, height);
  pen.strokeStyle = "#1d1a1a";
  pen.lineWidth = 12;
  line(pen, [330, 400], [290, 80]);
  pen.lineWidth = 8;
  line(pen, [230, 120], [360, 100]);
  pen.lineWidth = 3;
  for (const [from, bend, to] of [[[0, 90], [140, 190], [235, 118]], [[355, 100], [420, 260], [400, 395]]]) {
    pen.beginPath();
    pen.moveTo(...from);
    pen.quadraticCurveTo(...bend, ...to);
    pen.stroke();
  }
  const content = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  return new File([content], "photo.jpg", { type: "image/jpeg" });
}

function line(pen, from, to) {
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}
