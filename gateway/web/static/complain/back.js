// A link with the code in it holds it behind the "#", which no server is sent: it is put into the field, and the address
// forgets it.
const code = location.hash.slice(1);
if (/^\d{20}$/.test(code)) {
  document.getElementById("code").value = code.replace(/(\d{4})(?=\d)/g, "$1 ");
  history.replaceState(null, "", location.pathname + location.search);
}
